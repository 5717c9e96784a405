"""Numbers as people say them: "over 50" of 58, "more than 10,000" of 11,240."""


def rounded_below(number):
    """Return the largest number of one digit and zeros that is below a count, None where the count is at most 10.

    58 → 50, 100 → 90, 11,240 → 10,000: what is said with "over" or "more than" in front of it always holds.
    """
    if number <= 10:
        return None
    unit = 10 ** (len(str(number - 1)) - 1)
    return (number - 1) // unit * unit
