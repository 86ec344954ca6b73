"""The outbox: what consumers (search index, page store) still have to do about a change, written with the change."""

from django.db import models


class OutboxRow(models.Model):
    """One consumer's note that one object changed; deleted by the consumer once it has acted on it."""

    consumer = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["consumer", "id"], name="outbox_by_consumer")]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.subject} {self.subject_id}"
