"""PDFs signed outside: append-only, and what they rest on, by the triggers from sql/signed_files.sql."""

from pathlib import Path

import django.db.models.deletion
import partnerships.clock
from django.conf import settings
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "signed_files.sql").read_text()


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0023_withdrawals"),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=partnerships.clock.now, verbose_name='moment')),
                ('signer', models.CharField(blank=True, max_length=160, verbose_name='name in the certificate')),
                ('signer_organisation', models.CharField(blank=True, max_length=160, verbose_name='organisation in the certificate')),
                ('issuer', models.CharField(blank=True, max_length=160, verbose_name='issuer of the certificate')),
                ('certificate_hash', models.CharField(max_length=64, verbose_name='fingerprint of the certificate')),
                ('claimed_at', models.DateTimeField(null=True, verbose_name='moment by its own word')),
                ('stamped_at', models.DateTimeField(null=True, verbose_name='moment by a trusted timestamp')),
                ('is_trusted', models.BooleanField(verbose_name='trusted')),
                ('revocation', models.CharField(choices=[('good', 'not revoked, by what the file brings'), ('unknown', 'unknown: nothing is fetched from the network'), ('revoked', 'revoked')], max_length=10, verbose_name='revocation')),
                ('problem', models.CharField(blank=True, choices=[('untrusted', 'its issuer is not among those that are trusted here'), ('expired', 'the certificate did not hold at that moment'), ('revoked', 'the certificate is revoked')], max_length=10, verbose_name='why it is not trusted')),
            ],
            options={
                'verbose_name': 'signed file',
                'verbose_name_plural': 'signed files',
            },
        ),
        migrations.CreateModel(
            name='SigningPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveIntegerField()),
                ('text_hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'file to sign',
                'verbose_name_plural': 'files to sign',
            },
        ),
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_method_known',
        ),
        migrations.AlterField(
            model_name='signature',
            name='method',
            field=models.CharField(choices=[('password', 'own login with password'), ('pades', 'PDF signed in another service')], default='password', max_length=20, verbose_name='method'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['password', 'pades'])), name='signature_method_known'),
        ),
        migrations.AddField(
            model_name='signedfile',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.document'),
        ),
        migrations.AddField(
            model_name='signedfile',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.party'),
        ),
        migrations.AddField(
            model_name='signedfile',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signingpaper',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='partnerships.agreement'),
        ),
        migrations.AddField(
            model_name='signingpaper',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.document'),
        ),
        migrations.AddField(
            model_name='signedfile',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_files', to='partnerships.signingpaper'),
        ),
        migrations.AddConstraint(
            model_name='signingpaper',
            constraint=models.UniqueConstraint(fields=('agreement', 'round'), name='signingpaper_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='signedfile',
            constraint=models.CheckConstraint(condition=models.Q(('revocation__in', ['good', 'unknown', 'revoked'])), name='signedfile_revocation_known'),
        ),
        migrations.AddConstraint(
            model_name='signedfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_trusted', True), ('problem', ''), models.Q(('revocation', 'revoked'), _negated=True)), models.Q(('is_trusted', False), ('problem__in', ['untrusted', 'expired', 'revoked'])), _connector='OR'), name='signedfile_trusted_without_problem'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
