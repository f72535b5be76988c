"""What stands around a claim: times, quantities, ranks, entities, who said it, who is meant, how sure it is put.

Each module is a stage that knows none of the others; `claimcheck.pipeline` brings what they find together.
"""
