"""How forms are rendered: with the project's own templates, in the look of the design system."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Form templates come from `templates/django/forms/`, then from Django."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
