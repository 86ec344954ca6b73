"""Rounds of handling, hand-overs with sign-for and refusal, links, supplements, ratings in three parts."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interaction", "0003_reminders_by_steps"),
        ("sites", "0004_index_number_patterns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlierRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="办理轮次")),
                ("counted_from", models.DateField(verbose_name="起算日期")),
                ("working_days", models.PositiveSmallIntegerField(verbose_name="办理时限（工作日）")),
                ("due_on", models.DateField(verbose_name="最迟答复日期")),
                ("is_extended", models.BooleanField(default=False, verbose_name="已延期")),
                ("extension_reason", models.CharField(blank=True, max_length=500, verbose_name="延期理由")),
                ("replied_at", models.DateTimeField(verbose_name="答复时间")),
                ("replied_on", models.DateField(verbose_name="答复日期")),
                ("days_used", models.PositiveSmallIntegerField(verbose_name="用时（工作日）")),
            ],
            options={
                "verbose_name": "已结束的办理轮次",
                "verbose_name_plural": "已结束的办理轮次",
                "ordering": ["round"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LetterLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("merged", "并入"), ("split", "分自"), ("refers", "涉及")],
                        max_length=8,
                        verbose_name="关系",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="解除时间")),
            ],
            options={
                "verbose_name": "来信关系",
                "verbose_name_plural": "来信关系",
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Supplement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="办理轮次")),
                ("question", models.CharField(max_length=500, verbose_name="需要补充的内容")),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("answer", models.TextField(blank=True, verbose_name="来信人补充")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="补充时间")),
                ("lapsed_at", models.DateTimeField(null=True, verbose_name="不再需要")),
            ],
            options={
                "verbose_name": "补正",
                "verbose_name_plural": "补正",
                "ordering": ["asked_at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="rating",
            options={
                "default_permissions": (),
                "ordering": ["round"],
                "verbose_name": "评价",
                "verbose_name_plural": "评价",
            },
        ),
        migrations.RemoveConstraint(
            model_name="extension",
            name="one_extension_per_letter",
        ),
        migrations.RemoveConstraint(
            model_name="letter",
            name="letter_due_after_receipt",
        ),
        migrations.RemoveConstraint(
            model_name="reply",
            name="one_approved_reply",
        ),
        migrations.RemoveIndex(
            model_name="letter",
            name="open_letters_by_due",
        ),
        migrations.RemoveIndex(
            model_name="letter",
            name="open_letters_by_body",
        ),
        migrations.AddField(
            model_name="assignment",
            name="bounce_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="退回理由"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="bounced_at",
            field=models.DateTimeField(null=True, verbose_name="退回时间"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="bounced_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="退回人",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="contributed_at",
            field=models.DateTimeField(null=True, verbose_name="提交协办意见时间"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="contributed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="协办人",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="contribution",
            field=models.TextField(blank=True, verbose_name="协办意见"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ended_at",
            field=models.DateTimeField(null=True, verbose_name="结束时间"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="handed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sites.organization",
                verbose_name="移交单位",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="is_binding",
            field=models.BooleanField(default=False, verbose_name="裁定承办"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[("lead", "主办"), ("co", "协办")], default="lead", max_length=4, verbose_name="承办方式"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="办理轮次"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="signed_at",
            field=models.DateTimeField(null=True, verbose_name="签收时间"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="signed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="签收人",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="办理轮次"),
        ),
        migrations.AddField(
            model_name="letter",
            name="bounces",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="退回转办次数"),
        ),
        migrations.AddField(
            model_name="letter",
            name="counted_from",
            field=models.DateField(null=True, verbose_name="起算日期"),
        ),
        migrations.AddField(
            model_name="letter",
            name="decline_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("outside", "不属于本信箱受理范围"),
                    ("judicial", "应通过诉讼、仲裁、行政复议等法定途径解决"),
                    ("petition", "属于信访、纪检监察举报受理的事项"),
                    ("repeated", "同一事项已有答复，且无新的事实和理由"),
                    ("private", "不属于政府职责的民事、内部事务"),
                    ("unclear", "内容不清，无法核实，且无法联系来信人"),
                    ("unlawful", "内容违反法律法规"),
                    ("other", "其他"),
                ],
                max_length=12,
                verbose_name="不予受理的情形",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="public_replied_on",
            field=models.DateField(blank=True, null=True, verbose_name="公开稿的答复日期"),
        ),
        migrations.AddField(
            model_name="letter",
            name="public_round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="公开的轮次"),
        ),
        migrations.AddField(
            model_name="letter",
            name="round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="办理轮次"),
        ),
        migrations.AddField(
            model_name="rating",
            name="attitude",
            field=models.PositiveSmallIntegerField(
                choices=[(5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意")],
                default=5,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
                verbose_name="办理态度",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="rating",
            name="result",
            field=models.PositiveSmallIntegerField(
                choices=[(5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意")],
                default=5,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
                verbose_name="办理结果",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="rating",
            name="round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="办理轮次"),
        ),
        migrations.AddField(
            model_name="rating",
            name="speed",
            field=models.PositiveSmallIntegerField(
                choices=[(5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意")],
                default=5,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
                verbose_name="办理效率",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reply",
            name="explanation",
            field=models.TextField(blank=True, verbose_name="无法办理的理由"),
        ),
        migrations.AddField(
            model_name="reply",
            name="return_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("perfunctory", "敷衍应付"),
                    ("off-point", "答非所问"),
                    ("no-basis", "政策依据不足"),
                    ("incomplete", "内容不完整"),
                    ("unverified", "事实未核清"),
                    ("wording", "表述不当"),
                    ("other", "其他"),
                ],
                max_length=12,
                verbose_name="退回原因",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="办理轮次"),
        ),
        migrations.AlterField(
            model_name="letter",
            name="state",
            field=models.CharField(
                choices=[
                    ("submitted", "待受理"),
                    ("accepted", "已受理"),
                    ("declined", "不予受理"),
                    ("disputed", "待协调承办"),
                    ("assigned", "已转办"),
                    ("in-hand", "办理中"),
                    ("drafted", "待审核答复"),
                    ("returned", "退回重办"),
                    ("merged", "并案办理"),
                    ("replied", "已答复"),
                    ("rated", "已评价"),
                    ("closed", "办结"),
                    ("withdrawn", "已撤回"),
                ],
                default="submitted",
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="letterevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "收到来信"),
                    ("accepted", "受理"),
                    ("declined", "不予受理"),
                    ("assigned", "转交承办单位"),
                    ("transferred", "转交办理"),
                    ("bounced", "退回转办"),
                    ("disputed", "提请协调承办单位"),
                    ("decided", "确定承办单位"),
                    ("invited", "增加协办单位"),
                    ("dismissed", "协办结束"),
                    ("taken", "开始办理"),
                    ("signed", "协办单位签收"),
                    ("contributed", "提交协办意见"),
                    ("supplement-asked", "请来信人补充"),
                    ("supplemented", "来信人已补充"),
                    ("merged", "并案办理"),
                    ("unmerged", "恢复单独办理"),
                    ("split", "分为两件办理"),
                    ("linked", "关联来信"),
                    ("withdrawn", "来信人撤回"),
                    ("drafted", "答复已拟好，送审"),
                    ("returned", "答复退回重办"),
                    ("extension-asked", "申请延期"),
                    ("extended", "延长办理期限"),
                    ("ext-refused", "不同意延期"),
                    ("recounted", "办理期限重新计算"),
                    ("replied", "作出答复"),
                    ("published", "公开办理结果"),
                    ("unpublished", "取消公开"),
                    ("rated", "来信人评价"),
                    ("reopened", "再次办理"),
                    ("closed", "办结"),
                ],
                max_length=24,
                verbose_name="事项",
            ),
        ),
        migrations.AlterField(
            model_name="rating",
            name="letter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="interaction.letter"
            ),
        ),
        migrations.AlterField(
            model_name="rating",
            name="score",
            field=models.PositiveSmallIntegerField(
                choices=[(5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意")],
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)],
                verbose_name="满意度",
            ),
        ),
        migrations.AlterField(
            model_name="reply",
            name="cannot_be_done",
            field=models.BooleanField(default=False, help_text="无法办理的，须说明理由。", verbose_name="无法办理"),
        ),
        migrations.AlterField(
            model_name="reply",
            name="state",
            field=models.CharField(
                choices=[("drafted", "待审核"), ("returned", "退回"), ("approved", "已答复"), ("lapsed", "已不需要")],
                default="drafted",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("role", "co")),
                fields=["organization", "letter"],
                name="letters_helped_with",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["accepted", "assigned", "disputed", "drafted", "in-hand", "merged", "returned", "submitted"],
                    )
                ),
                fields=["due_on", "site"],
                name="open_letters_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["accepted", "assigned", "disputed", "drafted", "in-hand", "merged", "returned", "submitted"],
                    )
                ),
                fields=["organization", "due_on"],
                name="open_letters_by_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bounced_at", None), models.Q(("bounce_reason", ""), _negated=True), _connector="OR"
                ),
                name="bounced_assignment_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "granted"])),
                fields=("letter", "round"),
                name="one_extension_per_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(fields=("letter", "round"), name="one_rating_per_round"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__gt", 2), models.Q(("comment", ""), _negated=True), _connector="OR"),
                name="bad_rating_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "approved")), fields=("letter", "round"), name="one_approved_reply"
            ),
        ),
        migrations.AddField(
            model_name="earlierround",
            name="letter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="earlier_rounds", to="interaction.letter"
            ),
        ),
        migrations.AddField(
            model_name="earlierround",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sites.organization",
                verbose_name="答复单位",
            ),
        ),
        migrations.AddField(
            model_name="letterlink",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="letterlink",
            name="letter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="interaction.letter"
            ),
        ),
        migrations.AddField(
            model_name="letterlink",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="links_here", to="interaction.letter"
            ),
        ),
        migrations.AddField(
            model_name="supplement",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="supplement",
            name="letter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="supplements", to="interaction.letter"
            ),
        ),
        migrations.AddIndex(
            model_name="earlierround",
            index=models.Index(fields=["replied_on"], name="earlier_rounds_by_reply"),
        ),
        migrations.AddConstraint(
            model_name="earlierround",
            constraint=models.UniqueConstraint(fields=("letter", "round"), name="one_row_per_earlier_round"),
        ),
        migrations.AddConstraint(
            model_name="earlierround",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("counted_from"))), name="earlier_round_due_after_its_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="letterlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter", models.F("other")), _negated=True), name="letter_not_linked_to_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="letterlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("kind", "merged")),
                fields=("letter",),
                name="merged_into_one_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "split")), fields=("letter",), name="split_from_one_letter"
            ),
        ),
        migrations.AddConstraint(
            model_name="letterlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("letter", "other", "kind"), name="one_link_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None), ("lapsed_at", None)),
                fields=("letter",),
                name="one_open_supplement",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplement",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at", None), models.Q(("answer", ""), _negated=True), _connector="OR"),
                name="answered_supplement_has_text",
            ),
        ),
    ]
