"""What higher apps do when two profiles become one: they register a function that moves what is theirs."""

FUNCTIONS = []


def register(function):
    """Have a function called with survivor, merged, person and now whenever one profile is merged into another."""
    FUNCTIONS.append(function)


def move_all(*, survivor, merged, person, now):
    """Call every registered function."""
    for function in FUNCTIONS:
        function(survivor=survivor, merged=merged, person=person, now=now)
