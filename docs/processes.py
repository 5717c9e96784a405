"""The page of processes: each table of states and transitions as a diagram and in words."""

import os
import tempfile
from importlib import import_module
from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "src" / "cluster_observatory" / "web"
INTRO = """
Whatever passes through states does so by one of these tables (`web/<app>/process.py`). A page asks the same rule before
it draws a button as the act behind the button, so that the two cannot disagree; steps that time takes have no button.
"""


def start_django() -> None:
    """Make the site's settings ready, on a database in memory and a home of its own."""
    import django  # noqa: PLC0415 - the settings read the environment when they are imported

    os.environ["OBSERVATORY_HOME"] = tempfile.mkdtemp(prefix="observatory-docs-")
    os.environ["OBSERVATORY_DATABASE_URL"] = "sqlite:///:memory:"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_observatory.web.settings")
    django.setup()


def processes() -> list[object]:
    """Return every process of the site, in the order of the apps' names."""
    from cluster_observatory.web.base.process import Process  # noqa: PLC0415 - needs Django

    modules = [
        import_module(f"cluster_observatory.web.{file.parent.name}.process")
        for file in sorted(WEB.glob("*/process.py"))
        if file.parent.name != "base"
    ]
    return [one for module in modules for one in vars(module).values() if isinstance(one, Process)]


def body() -> str:
    """Return the page."""
    start_django()
    return "\n\n".join([INTRO.strip(), *map(_section, processes())])


def _section(process: object) -> str:
    rows = "\n".join(
        f"| {step.label} (`{step.name}`) | {', '.join(f'`{one}`' for one in step.sources)} | `{step.target}` "
        f"| {_rule(step.permission)} | {_what_stands(step)} | {'yes' if step.needs_reason else ''} |"
        for step in process.transitions
    )
    states = "\n".join(f"- `{state}`: {label}" for state, label in process.states.items())
    return (
        f"## {process.name}\n\n```mermaid\n{process.diagram()}\n```\n\n{states}\n\n"
        f"| step | from | to | who may not is told by | what stands in the way is told by | reason |\n"
        f"| --- | --- | --- | --- | --- | --- |\n{rows}"
    )


def _what_stands(step: object) -> str:
    time = f"after {step.after.days} days" if step.after else ""
    return "; ".join(part for part in (time, _rule(step.rule)) if part)


def _rule(rule: object) -> str:
    """Return what a rule says of itself: the first line of its docstring."""
    if rule is None:
        return ""
    text = (getattr(rule, "__doc__", "") or "").strip().partition("\n")[0]
    return text.removesuffix(".").replace("|", "\\|") or f"`{getattr(rule, '__name__', 'rule')}`"
