"""The wall of tables whose models are not ours."""

from core.wall.declare import Access, Audit, Kind, Wall

ACCOUNTS = Wall.before_sign_in()
READ_BY_ALL = Wall(
    kind=Kind.LOGIN,
    login=Access("S"),
    council=Access("S"),
    provider=Access("S"),
    system=Access("S"),
    audit=Audit.NONE,
)

THIRD_PARTY: dict[str, Wall] = {
    "account_emailaddress": ACCOUNTS,
    "account_emailconfirmation": ACCOUNTS,
    "mfa_authenticator": ACCOUNTS,
    "knox_authtoken": ACCOUNTS,
    "django_session": ACCOUNTS,
    "django_content_type": READ_BY_ALL,
    "auth_permission": READ_BY_ALL,
    "auth_group": READ_BY_ALL,
    "auth_group_permissions": READ_BY_ALL,
    "django_admin_log": Wall(
        kind=Kind.OWN_USER,
        council=Access("S", "user_id = app_user()"),
        audit=Audit.NONE,
    ),
    "django_migrations": READ_BY_ALL,
    "django_celery_beat_clockedschedule": ACCOUNTS,
    "django_celery_beat_crontabschedule": ACCOUNTS,
    "django_celery_beat_intervalschedule": ACCOUNTS,
    "django_celery_beat_periodictask": ACCOUNTS,
    "django_celery_beat_periodictasks": ACCOUNTS,
    "django_celery_beat_solarschedule": ACCOUNTS,
}
