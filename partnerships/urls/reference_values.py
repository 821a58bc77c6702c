"""The address of the thresholds and limits."""

from django.urls import path

from partnerships.views import reference_values as views

urlpatterns = [path("gransvarden/", views.reference_values, name="reference_values")]
