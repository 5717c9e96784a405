"""What is believed of a proxy before the site."""

from django.test import Client


def test_tls_is_believed_of_a_proxy_alone(visitor, settings, home_with_edition):
    """A strict header of transport security goes out where the visitor came by TLS."""
    settings.SECURE_HSTS_SECONDS = 60

    said = visitor.get("/robots.txt", headers={"X-Forwarded-Proto": "https"}).headers.get("Strict-Transport-Security")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    believed = Client().get("/robots.txt", headers={"X-Forwarded-Proto": "https"})

    assert said is None
    assert believed.headers["Strict-Transport-Security"] == "max-age=60"
