"""Rounding for print: half away from zero, from the decimal that was meant."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, precision: int) -> Decimal:
    """``value`` with ``precision`` decimals: 44.45 is 44.5, and so is 44.449999999999996.

    Twelve digits are more than anybody publishes; what lies behind them is the float's own noise.
    """
    return Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP)
