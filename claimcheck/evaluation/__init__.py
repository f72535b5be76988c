"""How well claims agree with those that people wrote down: `claimcheck evaluate`.

gold file -> Gold -> matching (which claim is which) -> facets and Claimify's measures -> Evaluation. docs/evaluation.md defines
each figure, fixtures/gold/GUIDELINES.md the files. Nothing here runs the extractor: claims come as they are in a report.
"""
