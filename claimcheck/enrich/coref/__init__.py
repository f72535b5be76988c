"""Who and what is meant: mentions, agreement, and the passes that link them. `reference` is the way in."""
