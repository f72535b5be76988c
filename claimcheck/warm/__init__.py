"""A warm server: a process that keeps the models loaded and parses for other processes of the same user on the same machine.

`place` says where it listens and whether that is safe, `protocol` how the two sides speak, `server` parses, `client` is a
Parser that asks it. Only texts and parses pass between them; all that comes after the parse is done where it was asked for.
"""
