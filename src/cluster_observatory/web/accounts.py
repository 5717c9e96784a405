"""Settings of django-allauth: how people sign up and in."""

from cluster_observatory.settings import setting

ACCOUNTS: dict[str, object] = {
    "ACCOUNT_ADAPTER": "cluster_observatory.web.people.adapter.Accounts",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": True,
    "ACCOUNT_SESSION_REMEMBER": True,
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "people:me",
    "ACCOUNT_LOGOUT_REDIRECT_URL": "atlas:front",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_ISSUER": "Cluster Observatory",
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
            "settings": {"server_url": setting("OPENID_SERVER")},
        }
    )
