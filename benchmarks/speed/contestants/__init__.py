"""One program for each contestant.

Each is run by file name, in an interpreter of its own that may have none of the others installed, so it imports nothing but its library
and `meter` beside it.
"""
