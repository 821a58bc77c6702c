"""Documents that people bring: append-only, each with a true size and fingerprint."""


import django.db.models.deletion
import partnerships.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0011_rights_from_one_table'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_illustrative', models.BooleanField(default=False, editable=False, verbose_name='illustrative')),
                ('name', models.CharField(max_length=160, verbose_name='file name')),
                ('size', models.PositiveIntegerField(verbose_name='size, bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                ('content', models.BinaryField()),
                ('added_at', models.DateTimeField(default=partnerships.clock.now, verbose_name='added')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='partnerships.organisation')),
                ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='partnerships.partnership')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('partnership__isnull', True), ('organisation__isnull', True), _connector='XOR'), name='document_of_one'), models.CheckConstraint(condition=models.Q(('size', models.Func(models.F('content'), function='octet_length', output_field=models.IntegerField())), ('size__gt', 0), ('size__lte', 20971520)), name='document_size_is_true'), models.CheckConstraint(condition=models.Q(('sha256', models.Func(models.Func(models.F('content'), function='sha256', output_field=models.BinaryField()), models.Value('hex'), function='encode', output_field=models.CharField()))), name='document_hash_is_true')],
            },
        ),
        migrations.RunSQL("CALL iop_protect('partnerships_document')", migrations.RunSQL.noop),
    ]
