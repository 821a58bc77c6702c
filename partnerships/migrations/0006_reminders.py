"""How often a person wants to be reminded, and when he or she last was."""

from django.db import migrations, models

HOW_OFTEN = [("daily", "every day when something does"), ("weekly", "once a week at most"), ("never", "never")]


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0005_history_by_object")]
    operations = [
        migrations.AddField("user", "reminded_on", models.DateField(editable=False, null=True)),
        migrations.AddField(
            "user",
            "reminders",
            models.CharField("e-mail when something waits for you", max_length=10, choices=HOW_OFTEN, default="daily"),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(("reminders__in", ["daily", "weekly", "never"])), name="user_reminders_known"
            ),
        ),
    ]
