"""Numbers and their units as they are written: text in, amounts with offsets out. Knows nothing of trees.

atoms (characters -> atoms) -> numerals, fractions (atoms -> numbers) -> units (symbols and names) -> bounds (at least, or more)
-> amounts (number, unit and bound in one); labels says which numbers only name a thing (Article 5, 10:30, F-16).
"""
