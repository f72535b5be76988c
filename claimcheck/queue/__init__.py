"""The review queue: claims that a desk works through before publication, and the log of who approved what.

report records -> intake -> lease -> decide -> (adjudicate) -> export; every change is an event of `audit`.
"""
