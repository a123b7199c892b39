from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import include, path, re_path

from hamlet.foundations.people import views

# Third parties' routes, each wanted. config/settings.py lists their names; a test holds the two lists equal.
FOREIGN = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("account/password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/2fa/", mfa.index, name="mfa_index"),
    path("account/2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("account/2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/2fa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/2fa/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
]

if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    FOREIGN.append(path("account/", include("allauth.socialaccount.providers.openid_connect.urls")))

CLOSED = ["signup", "email", "confirm-email", "password/set", "3rdparty", "3rdparty/signup", "3rdparty/login/error"]
CLOSED_NAMES = [
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "socialaccount_connections",
    "socialaccount_signup",
    "socialaccount_login_error",
]

OURS = (
    [
        path("people/", views.people, name="people"),
        path("people/invite/", views.invite, name="invite"),
        path("people/<int:pk>/", views.person, name="person"),
        path("people/<int:pk>/end/", views.change_access, {"what": "end"}, name="end_access"),
        path("people/<int:pk>/restore/", views.change_access, {"what": "restore"}, name="restore_access"),
        path("people/<int:pk>/invite/", views.change_access, {"what": "invite"}, name="invite_again"),
        path("invitation/<str:identity>/<str:token>/", views.invitation, name="invitation"),
        path("agencies/", views.agencies, name="agencies"),
        path("agencies/add/", views.add_agency, name="add_agency"),
        path("agencies/<slug:slug>/", views.agency, name="agency"),
        path("agencies/<slug:slug>/change/", views.change_agency, name="change_agency"),
        path("agencies/<slug:slug>/successor/", views.succeed_agency, name="succeed_agency"),
        path("access/", views.access, name="access"),
        path("audit/", views.audit_trail, name="audit_trail"),
        path("account/", views.account, name="account"),
        path("account/second-factor/", views.second_factor, name="second_factor"),
        path("account/second-factor/code.svg", views.totp_picture, name="totp_picture"),
        path("demo/", views.demo, name="demo"),
        path("demo/sign-in/", views.demo_sign_in, name="demo_sign_in"),
    ],
    "people",
)

urlpatterns = [
    path("", include(OURS)),
    *FOREIGN,
    *(path(f"account/{where}/", views.closed, name=name) for where, name in zip(CLOSED, CLOSED_NAMES, strict=True)),
]
