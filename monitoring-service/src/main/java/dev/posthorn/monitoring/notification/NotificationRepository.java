package dev.posthorn.monitoring.notification;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Mails that were promised. */
@ApplicationScoped
class NotificationRepository implements PanacheRepositoryBase<Notification, UUID> {

    /**
     * By the index on next_try_at. A mail waits for the one before it about the same alert to the same person, so that
     * nobody reads that something is over before reading that it began.
     */
    private static final String CLAIM = """
            update notification set next_try_at = ?2 where id = (
                select id from notification mail
                where sent_at is null and given_up_at is null and next_try_at <= ?1 and not exists (
                    select 1 from notification earlier
                    where earlier.alert_id = mail.alert_id and earlier.recipient = mail.recipient
                    and earlier.id < mail.id and earlier.sent_at is null and earlier.given_up_at is null)
                order by id limit 1 for update skip locked)
            returning *""";

    /** Takes the oldest mail that is due. Nobody else gets it before the lease is over. */
    @Transactional
    @SuppressWarnings("unchecked")
    Optional<Notification> claim(Instant now, Duration lease) {
        List<Notification> claimed = getEntityManager()
                .createNativeQuery(CLAIM, Notification.class)
                .setParameter(1, now)
                .setParameter(2, now.plus(lease))
                .getResultList();
        return claimed.stream().findFirst();
    }

    @Transactional
    void markSent(UUID id, Instant now) {
        findById(id).sent(now);
    }

    /** Returns whether it was given up. */
    @Transactional
    boolean markFailed(UUID id, Instant now, Duration giveUpAfter) {
        return findById(id).failed(now, giveUpAfter);
    }
}
