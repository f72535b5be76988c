"""Checking drafts: files in; findings, judged by the desk's settings, out.

settings -> read and extract (or take what the cache holds) -> ignores -> baseline -> lock -> Outcome -> outputs
"""
