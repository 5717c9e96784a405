"""Composite indicators: a scoreboard is data, a framework of indicators and a recipe of steps."""
