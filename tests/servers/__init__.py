"""Real servers that run on this machine, for recording and for the tests that ask for one."""
