"""Addresses as QR codes."""

import io

import segno


def svg(address):
    """Return the QR code of an address as an SVG, dark on light in every colour scheme."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=4, border=2, dark="#000000", light="#ffffff")
    return picture.getvalue()
