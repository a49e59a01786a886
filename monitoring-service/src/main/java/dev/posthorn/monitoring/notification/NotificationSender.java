package dev.posthorn.monitoring.notification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Sends the mails that were promised, one after the other. Several instances share them. */
@ApplicationScoped
@Startup // Its metrics are there from the beginning.
public class NotificationSender {

    private static final Logger LOG = Logger.getLogger(NotificationSender.class);
    private static final int MOST_IN_A_ROUND = 50;

    private final NotificationRepository repository;
    private final MailConfig config;
    private final PortalConfig portal;
    private final InstantSource clock;
    private final Counter sent;
    private final Counter failed;

    NotificationSender(
            NotificationRepository repository,
            MailConfig config,
            PortalConfig portal,
            InstantSource clock,
            MeterRegistry metrics) {
        this.repository = repository;
        this.config = config;
        this.portal = portal;
        this.clock = clock;
        this.sent = metrics.counter("posthorn.mails.sent");
        this.failed = metrics.counter("posthorn.mails.failed");
    }

    /** What one round did. */
    public record Round(int sent, int failed) {}

    @Scheduled(every = "{posthorn.mail.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        runOnce();
    }

    /** Ends at the first failure: the mail server is probably away, and the mails can wait. */
    public Round runOnce() {
        // Longer than a mail can take, or another instance would send it too.
        Duration lease = config.timeout().multipliedBy(2);
        for (int count = 0; count < MOST_IN_A_ROUND; count++) {
            Optional<Notification> due = repository.claim(clock.instant(), lease);
            if (due.isEmpty()) {
                return new Round(count, 0);
            }
            if (!send(due.get())) {
                return new Round(count, 1);
            }
        }
        return new Round(MOST_IN_A_ROUND, 0);
    }

    private boolean send(Notification notification) {
        try {
            MailTemplates.alert(new AlertMail(notification.facts(), portal.url()))
                    .mail(envelope(notification))
                    .send()
                    .await()
                    .atMost(config.timeout());
        } catch (RuntimeException e) {
            fail(notification, e);
            return false;
        }
        repository.markSent(notification.id(), clock.instant());
        sent.increment();
        return true;
    }

    /** The two mails about one alert make one conversation, and a mail sent twice is known by its id. */
    private Mail envelope(Notification notification) {
        String conversation = "<" + notification.alertId() + "@posthorn>";
        return new Mail()
                .addTo(notification.recipient())
                .setSubject(new AlertMail(notification.facts(), portal.url()).subject())
                .addHeader("Message-ID", "<" + notification.id() + "@posthorn>")
                .addHeader("References", conversation)
                .addHeader("In-Reply-To", conversation)
                // RFC 3834: absence notes are not to answer.
                .addHeader("Auto-Submitted", "auto-generated");
    }

    private void fail(Notification notification, RuntimeException cause) {
        failed.increment();
        boolean givenUp = repository.markFailed(notification.id(), clock.instant(), config.giveUpAfter());
        LOG.warnf("Mail %s was not sent%s: %s", notification.id(), givenUp ? " and is given up" : "", cause);
    }
}
