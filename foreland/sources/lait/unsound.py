"""Values that LAIT prints and that are not what they say. Kept as published; never compared with.

Found by checking every rate and percentage of the file of 8 April 2026 against the range of
the authorities: only these lie outside it.
"""

#: (source code, area): why.
UNSOUND: dict[tuple[str, str], str] = {
    ("lait:FirstYJS", "E92000001"): (
        "the publisher's row for England is the sum of nine regional rates, not a rate"
    ),
}
