"""The open European observatory of industrial clusters and industrial change."""

from importlib.metadata import version

__version__ = version("cluster-observatory")
