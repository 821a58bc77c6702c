"""Addresses of proposals, grants and payments."""

from django.urls import path

from governance.views import grants
from governance.views import proposals as views

AT = "partnerskap/<slug:slug>/fond/forslag/"
GRANTS = "partnerskap/<slug:slug>/fond/insatser/"
PAYMENTS = "partnerskap/<slug:slug>/fond/utbetalningar/"

urlpatterns = [
    path(AT, views.proposal_list, name="proposal_list"),
    path(f"{AT}nytt/<int:party>/", views.proposal_new, name="proposal_new"),
    path(f"{AT}<int:pk>/", views.proposal, name="proposal"),
    path(f"{AT}<int:pk>/andra/", views.proposal_edit, name="proposal_edit"),
    path(f"{AT}<int:pk>/skicka/", views.proposal_submit, name="proposal_submit"),
    path(f"{AT}<int:pk>/avsla/", views.proposal_decline, name="proposal_decline"),
    path(f"{AT}<int:pk>/bevilja/", views.proposal_grant, name="proposal_grant"),
    path(f"{GRANTS}<int:pk>/", grants.grant, name="grant"),
    path(f"{GRANTS}<int:pk>/krona/", grants.krona, name="krona"),
    path(f"{GRANTS}<int:pk>/godta/", grants.grant_accept, name="grant_accept"),
    path(f"{GRANTS}<int:pk>/aterfor/", grants.grant_return, name="grant_return"),
    path(f"{GRANTS}<int:pk>/rekvirera/", grants.payment_request, name="payment_request"),
    path(f"{PAYMENTS}<int:pk>/attestera/", grants.payment_attest, name="payment_attest"),
    path(f"{PAYMENTS}<int:pk>/betala/", grants.payment_pay, name="payment_pay"),
    path(f"{PAYMENTS}<int:pk>/avsla/", grants.payment_refuse, name="payment_refuse"),
]
