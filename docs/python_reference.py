"""The page of the public functions of statistics/: signature, docstring, and an example with what it prints.

Every function of statistics/ is named here once, as public (with an example in
docs/examples) or as internal, which may change without notice.
"""

import ast
import contextlib
import inspect
import io
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

EXAMPLES = Path(__file__).parent / "examples"
ROOT = "cluster_observatory"
PACKAGE = f"{ROOT}.statistics"
CELL = "# %% "

# Subject: the file of docs/examples that shows it, then its functions by module, in the order of reading.
PUBLIC: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "Specialisation and stars": (
        "specialisation",
        {
            "specialisation": ("specialisation", "location_quotient", "totals"),
            "profiles": ("profile_names", "profile", "adjusted", "read_profile"),
            "stars": ("stars",),
            "analysis": ("analyse", "required_columns"),
        },
    ),
    "Clusters and structural indicators": (
        "clusters",
        {
            "gaps": ("split_equally", "class_cells"),
            "clusters": ("by_cluster",),
            "structure": ("cluster_figures", "structural_indicators"),
        },
    ),
    "How sure": (
        "certainty",
        {
            "uncertainty": ("quotient_interval", "shrunken_quotient", "certainty"),
            "resampling": ("star_probabilities", "star_probability"),
            "standardised": ("standardised_quotient", "bootstrapped_cutoff"),
            "sweep": ("sweep", "sweep_variants"),
        },
    ),
    "Gaps": (
        "gaps",
        {
            "bounds": ("bounds",),
            "filling": ("fill",),
            "holdout": ("errors_of_rules", "hold_out", "hold_out_as_withheld"),
        },
    ),
    "One series": ("series", {"harmonise": ("convert",), "activities_harmonise": ("convert_activities",)}),
    "Growth and shift-share": (
        "growth",
        {
            "growth": ("annual_growth", "share_in_manufacturing", "compound_growth"),
            "recent_growth": ("recent_growth",),
            "shift_share": ("shift_share", "region_shift_share"),
        },
    ),
    "Concentration and diversity": (
        "concentration",
        {
            "concentration": ("concentration",),
            "agglomeration": ("ellison_glaeser", "coagglomeration", "litzenberger_sternberg"),
            "diversity": ("diversity", "krugman_between"),
        },
    ),
    "Relatedness, complexity and what comes next": (
        "relatedness",
        {
            "relatedness": ("proximity", "relatedness_density", "colocation"),
            "complexity": ("region_complexity", "industry_complexity", "product_space"),
            "diversification": ("diversification",),
            "composite": (
                "composite",
                "cluster_relatedness",
                "related_pairs",
                "validation_scores",
                "industry_validation_scores",
            ),
        },
    ),
    "Partners": ("partners", {"partners": ("partner_parts", "partner_ranking")}),
    "Start-ups and scale-ups": (
        "demography",
        {
            "registers": ("refuse_register",),
            "demography": ("business_demography", "business_rates"),
            "survival": ("survival",),
            "high_growth": ("high_growth", "scale_ups"),
            "suppression": ("suppressed",),
        },
    ),
    "Scoreboards": (
        "scoreboards",
        {
            "scoreboard.scores": ("score",),
            "scoreboard.framework": ("read_framework",),
            "scoreboard.reading": ("read_state",),
            "scoreboard.recipe": ("read_recipe", "preset_names", "preset", "run"),
            "scoreboard.factor_reading": ("read_factors",),
            "scoreboard.robustness": ("uncertainty", "rank_statistics"),
            "scoreboard.sensitivity": ("sensitivity",),
            "scoreboard.dominance": ("standings", "compared_with"),
            "scoreboard.peers": ("nearest_by_structure", "nearest_by_value"),
            "scoreboard.standing": ("against_peers",),
        },
    ),
    "What a scoreboard rests on": (
        "scoreboard_analysis",
        {
            "scoreboard.availability": ("indicator_statistics", "unit_availability", "availability_by_group"),
            "scoreboard.correlations": ("correlations", "with_ancestors", "with_denominators"),
            "scoreboard.coherence": ("cronbach", "pairs_within_groups", "flagged_pairs"),
            "scoreboard.components": ("components", "loadings"),
            "scoreboard.strengths": ("unit_summary", "ranked_indicators", "strengths", "weaknesses"),
            "scoreboard.removal": ("without", "without_each", "rank_changes"),
            "scoreboard.trends": ("trends",),
            "scoreboard.comparison": ("side_by_side", "differences", "agreement"),
            "scoreboard.checklist": ("checklist",),
            "scoreboard.weights": ("effective_weights",),
        },
    ),
    "The innovation index": (
        "innovation",
        {
            "scoreboard.innovation_scoreboard": (
                "innovation_index",
                "indicator_weights",
                "country_factors",
                "missing_indicators",
                "performance_group",
            )
        },
    ),
    "Comparison of results": ("comparison", {"comparison": ("starred", "star_changes")}),
}

# Files that only serve the others, and what of the others is theirs alone.
INTERNAL_FILES = (
    "criteria",
    "fitting",
    "hierarchies",
    "inequality",
    "inputs",
    "matrices",
    "panels",
    "portfolios",
    "samples",
)
INTERNAL: dict[str, tuple[str, ...]] = {
    "analysis": ("probabilities", "reserved"),
    "bounds": ("rounding_of", "types_of", "described", "limits_of", "has_remainder"),
    "complexity": ("complexities",),
    "concentration": ("theil_parts",),
    "filling": ("check_rule", "filled_by"),
    "gaps": ("addable",),
    "growth": ("refuse_years",),
    "harmonise": ("checked_measures", "spread"),
    "registers": ("opened", "refuse_classes", "is_restructured", "counted", "summed", "in_memory"),
    "relatedness": (
        "presence",
        "cell_columns",
        "cell_types",
        "co_occurrence",
        "known_in_both",
        "proximity_matrix",
        "density_matrix",
    ),
    "stars": ("columns", "working_columns"),
}

# What docstrings of public functions point to beside each other, by the module it stands in.
POINTED_TO = (
    ("statistics.portfolios", "checked"),
    ("statistics.inputs", "checked"),
    ("statistics.inputs", "refuse_cells"),
    ("statistics.hierarchies", "grids"),
    ("taxonomy.versions", "flows"),
    ("taxonomy.versions", "activity_changes"),
    ("taxonomy.routes", "shares"),
    ("statistics.stars", "working_columns"),
    ("statistics.recent_growth", "WORKING"),
    ("statistics.uncertainty", "CERTAINTIES"),
    ("statistics.comparison", "CAUSES"),
    ("statistics.registers", "EVENTS"),
)
POINTER = re.compile(r"(?<!`)`([\w.]+)`(?!`)")

INTRO = """
The functions that the observatory itself computes with. Each takes the frame that you have, of Polars (eager or lazy),
pandas, DuckDB or PySpark, and returns the same kind; none reads a file, a setting or the network. A missing value is
*not known*, never 0. Codes are text of any kind, except where a function says NACE or NUTS. What cannot be computed
raises an error that says what was met: `BadTable`, `NotFound` or `NotPossible` of `cluster_observatory.errors`, all of
them kinds of `ObservatoryError`.

Formulas stand again, with assumptions and worked examples on every engine, in the
[method pages](../methods/README.md). What is not on this page may change without notice. Every example runs in the
tests, and what stands under it is what it printed; the figures are invented.
"""
TELLS_A_SOURCE = re.compile(r"\b(?:1[89]|20)\d\d\b|Eurostat publishes|observatory's own|U\.S\. Cluster|profiles/\*")


@dataclass(frozen=True)
class Example:
    """A file of examples: what every cell of it needs, and the cells by the function that they show."""

    purpose: str
    setup: str
    cells: dict[str, str]


def example(name: str) -> Example:
    """Return a file of docs/examples, cut at its cell marks."""
    text = (EXAMPLES / f"{name}.py").read_text("utf-8")
    purpose = ast.get_docstring(ast.parse(text)) or ""
    setup, *cells = text.split(f"\n{CELL}")
    named = dict(cell.split("\n", 1) for cell in cells)
    return Example(purpose, setup.split('"""', 2)[2].strip(), {name: cell.strip() for name, cell in named.items()})


def printed(shown: Example) -> dict[str, str]:
    """Return what each cell prints, run one after the other."""
    names: dict[str, Any] = {}
    found = {}
    style = {"tbl_width_chars": 120, "tbl_hide_dataframe_shape": True, "tbl_hide_column_data_types": True}
    with pl.Config(**style):
        exec(compile(shown.setup, "setup", "exec"), names)
        for name, cell in shown.cells.items():
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(cell, name, "exec"), names)
            found[name] = out.getvalue().rstrip()
    return found


def functions() -> list[tuple[str, str]]:
    """Return module and name of every function in statistics/ that is not private to its file, or its file internal.

    Of the folder scoreboard, whose files serve its steps, what is not named here is internal.
    """
    folder = Path(inspect.getfile(import_module(PACKAGE))).parent
    named = public_functions(*(module for _, modules in PUBLIC.values() for module in modules if "." in module))
    return named + [
        (file.stem, node.name)
        for file in sorted(folder.glob("*.py"))
        if file.stem not in INTERNAL_FILES
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def public_functions(*modules: str) -> list[tuple[str, str]]:
    """Return module and name of the public functions of some modules, in the order of reading."""
    return [
        (module, name)
        for _, by_module in PUBLIC.values()
        for module, names in by_module.items()
        for name in names
        if module in modules
    ]


def sources(listed: list[tuple[str, str]]) -> list[str]:
    """Return what the docstrings of some functions say, at their end, on where the method comes from."""
    ends = [(inspect.getdoc(_function(*one)) or "").split("\n\n")[-1] for one in listed]
    return [end for end in dict.fromkeys(ends) if TELLS_A_SOURCE.search(end)]


def _function(module: str, name: str) -> Any:
    return getattr(import_module(f"{PACKAGE}.{module}"), name)


def pointers() -> set[str]:
    """Return what the docstrings of public functions of the files beside each other point to."""
    listed = public_functions(*(module for _, modules in PUBLIC.values() for module in modules if "." not in module))
    return {pointer for one in listed for pointer in POINTER.findall(inspect.getdoc(_function(*one)) or "")}


def heading_of(pointer: str) -> str | None:
    """Return the heading of this page that tells what a docstring points to, None where there is none."""
    name = pointer.rpartition(".")[2]
    if name in {one for _, modules in PUBLIC.values() for names in modules.values() for one in names}:
        return name
    found = [f"{module}.{one}" for module, one in POINTED_TO if f".{module}.{one}".endswith(f".{pointer}")]
    return found[0] if found else None


def body() -> str:
    """Return the page without its head."""
    links = [f"- [{subject}](#{_anchor(subject)}): {_names(modules)}" for subject, (_, modules) in PUBLIC.items()]
    links.append("- [What several functions point to](#what-several-functions-point-to): checks of tables, and lists")
    parts = [INTRO.strip(), "\n".join(links)]
    for subject, (file, modules) in PUBLIC.items():
        shown = example(file)
        outputs = printed(shown)
        parts.append(f"## {subject}\n\n{shown.purpose} The examples (`docs/examples/{file}.py`) begin with:")
        parts.append(f"```python\n{shown.setup}\n```")
        parts += [
            _entry(module, name, shown.cells[name], outputs[name])
            for module, names in modules.items()
            for name in names
        ]
    parts.append("## What several functions point to")
    parts += [_told(module, name) for module, name in POINTED_TO]
    return "\n\n".join(parts)


def _told(module: str, name: str) -> str:
    found = getattr(import_module(f"{ROOT}.{module}"), name)
    text = _linked(inspect.getdoc(found) or "") if callable(found) else f"```python\n{name} = {found!r}\n```"
    return f"### {module}.{name}\n\n{text}"


def _linked(text: str) -> str:
    def link(match: re.Match[str]) -> str:
        heading = heading_of(match.group(1))
        return f"[{match.group()}](#{heading.lower().replace('.', '')})" if heading else match.group()

    return POINTER.sub(link, text)


def _names(modules: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f"[`{name}`](#{name})" for names in modules.values() for name in names)


def _anchor(heading: str) -> str:
    return heading.lower().replace(",", "").replace(" ", "-")


def _entry(module: str, name: str, cell: str, output: str) -> str:
    function = _function(module, name)
    signature = inspect.signature(function)
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    call = f"{name}{signature.replace(parameters=bare, return_annotation=inspect.Signature.empty)}"
    return (
        f"### {name}\n\n`{PACKAGE}.{module}`\n\n```python\n{call}\n```\n\n{_linked(inspect.getdoc(function) or '')}\n\n"
        f"```python\n{cell}\n```\n\n```text\n{output}\n```"
    )
