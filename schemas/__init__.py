"""The published JSON Schemas; installed as the package `claimcheck.schemas`."""
