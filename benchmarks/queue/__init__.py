"""How fast the review queue is with many claims in it."""
