"""Settings of django-allauth: how people sign up and in."""

from cluster_observatory.errors import BadSetting
from cluster_observatory.settings import setting


def _proxies(text: str) -> int:
    if not text.isdecimal():
        raise BadSetting(f"OBSERVATORY_PROXIES is {text!r}; expected how many reverse proxies there are, such as 1.")
    return int(text)


ACCOUNTS: dict[str, object] = {
    "ACCOUNT_ADAPTER": "cluster_observatory.web.people.adapter.Accounts",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_CHANGE_EMAIL": True,
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,  # a stranger could else have us write to anyone
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,  # other sessions end with the old password; this one goes on
    "ACCOUNT_RATE_LIMITS": {
        "login_failed": "10/m/ip,5/5m/key",
        "invite_colleague": "30/d/user",  # the answer tells who has an account here
        "ask_to_join": "10/d/user",  # each writes to administrators
    },
    "ACCOUNT_SESSION_REMEMBER": True,
    "ALLAUTH_TRUSTED_PROXY_COUNT": _proxies(setting("PROXIES")),
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "people:me",
    "ACCOUNT_LOGOUT_REDIRECT_URL": "atlas:front",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_ISSUER": "Cluster Observatory",
    # Without TLS browsers allow passkeys on localhost alone, for trying things out.
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not setting("PUBLIC_ADDRESS").startswith("https://"),
    "SOCIALACCOUNT_ADAPTER": "cluster_observatory.web.people.adapter.OtherServices",
    "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [], "OAUTH_PKCE_ENABLED": True}},
    "SOCIALACCOUNT_ONLY": False,
    "AUTH_PASSWORD_VALIDATORS": [
        {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
        for name, options in (
            ("MinimumLengthValidator", {"min_length": 12}),
            ("CommonPasswordValidator", {}),
            ("NumericPasswordValidator", {}),
            ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        )
    ],
}

if setting("OPENID_SERVER"):
    ACCOUNTS["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"].append(  # type: ignore[index]
        {
            "provider_id": "openid",
            "name": setting("OPENID_NAME"),
            "client_id": setting("OPENID_CLIENT"),
            "secret": setting("OPENID_SECRET"),
            "settings": {"server_url": setting("OPENID_SERVER").rstrip("/")},
        }
    )
