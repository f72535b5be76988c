"""How fast claimcheck is beside what others do with the same articles: `python -m benchmarks.speed`."""
