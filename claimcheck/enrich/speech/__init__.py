"""Private to `claimcheck.enrich.attribution`: word lists, quotation marks and the rules for who said what."""
