"""How every form is written: labels above, help before the field, errors beside it and summed up on top."""

from django.forms.renderers import TemplatesSetting


class Forms(TemplatesSetting):
    """The site's templates for forms, their fields and their errors."""

    form_template_name = "base/form.html"
    field_template_name = "base/field.html"
