package dev.posthorn.monitoring.notification;

import com.icegreen.greenmail.util.GreenMail;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.Attempts;
import dev.posthorn.monitoring.TestBus;
import dev.posthorn.monitoring.TestClock;
import dev.posthorn.monitoring.alert.AlertEvaluation;
import dev.posthorn.monitoring.statistics.Counting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class NotificationSenderTest {

    private static final String CONTACT = "ops@acme.example";
    private static final String OPERATOR = "operator@posthorn.example";

    @Inject
    TestBus bus;

    @Inject
    TestClock clock;

    @Inject
    Counting counting;

    @Inject
    AlertEvaluation evaluation;

    @Inject
    NotificationSender sender;

    @Inject
    DataSource dataSource;

    /** Set by the test kit. */
    GreenMail mail;

    private String tenant;
    private EndpointId orders;

    @BeforeEach
    void nothingToTell() throws Exception {
        clock.leap();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate alert, notification");
        }
        // Before anything is sent: the mail server's own making of mailboxes is not safe for mails at the same time.
        mail.setUser(CONTACT, "");
        mail.setUser(OPERATOR, "");
        mailServerTakesMailsAgain();
        mail.purgeEmailFromAllMailboxes();
        tenant = bus.tenant("Acme Ltd", CONTACT, "OPERATOR@posthorn.example");
        orders = bus.endpoint(tenant, "Orders <b>&amp;</b>");
    }

    @AfterEach
    void mailServerTakesMailsAgain() {
        mail.getUserManager()
                .setMessageDeliveryHandler(
                        (message, address) -> mail.getUserManager().getUserByEmail(address.getEmail()));
    }

    @Test
    void tellsContactsAndOperatorsOnceWhenItBeginsAndOnceWhenItIsOver() throws Exception {
        // Given
        fail();

        // When
        sendAll();
        sendAll();

        // Then: the tenant's operator contact is the operator, and gets one mail
        MimeMessage fired =
                theOnly(CONTACT, "[Posthorn] Orders <b>&amp;</b> is failing: 37 % of attempts in the last 5 minutes");
        theOnly(OPERATOR, fired.getSubject());
        assertThat(body(fired, "text/plain"))
                .contains("37 of 100 attempts at this endpoint failed")
                .contains("No answer within 5 s")
                .contains("/tenants/" + tenant + "/endpoints/" + orders);
        assertThat(body(fired, "text/html"))
                .contains("Orders &lt;b&gt;&amp;amp;&lt;/b&gt; is failing")
                .doesNotContain("<b>");
        assertThat(fired.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        keep(fired, "fired");

        // When
        recover();
        sendAll();
        sendAll();

        // Then
        MimeMessage resolved = theOnly(CONTACT, "[Posthorn] Orders <b>&amp;</b> has recovered");
        theOnly(OPERATOR, resolved.getSubject());
        assertThat(resolved.getHeader("References")).isEqualTo(fired.getHeader("References"));
        assertThat(resolved.getMessageID()).isNotEqualTo(fired.getMessageID());
        keep(resolved, "resolved");
    }

    @Test
    void keepsMailsWhileTheServerIsAwayAndSendsThemLaterInTheirOrder() throws Exception {
        // Given
        refuseMails();
        fail();

        // When
        NotificationSender.Round away = sender.runOnce();
        recover();
        sender.runOnce();

        // Then
        assertThat(away).isEqualTo(new NotificationSender.Round(0, 1));
        assertThat(mail.getReceivedMessages()).isEmpty();

        // When
        mailServerTakesMailsAgain();
        for (int round = 0; round < 10; round++) {
            clock.advance(Duration.ofMinutes(1));
            sendAll();
        }

        // Then
        assertThat(subjectsTo(CONTACT).stream().filter(subject -> subject.contains("Orders")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("is failing"),
                        second -> assertThat(second).contains("has recovered"));
    }

    @Test
    void givesUpAMailThatNobodyTakesForTwoDays() throws Exception {
        // Given
        refuseMails();
        fail();

        // When
        for (int day = 0; day < 4; day++) {
            for (int round = 0; round < 10; round++) {
                sender.runOnce();
            }
            clock.advance(Duration.ofDays(1));
        }
        mailServerTakesMailsAgain();

        // Then
        assertThat(sender.runOnce()).isEqualTo(new NotificationSender.Round(0, 0));
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsEachMailOnceThoughSeveralInstancesSend() throws Exception {
        // Given
        fail();

        // When
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<NotificationSender.Round> work = sender::runOnce;
            for (var done : threads.invokeAll(List.of(work, work, work, work))) {
                done.get();
            }
        }
        // The mail server of the test may fail at mails that come at once; these are sent when their next time has
        // come.
        clock.advance(Duration.ofHours(1));
        sendAll();

        // Then
        assertThat(subjectsTo(CONTACT)).doesNotHaveDuplicates().hasSize(2);
        assertThat(subjectsTo(OPERATOR)).doesNotHaveDuplicates().hasSize(3);
    }

    /** 37 of 100 attempts fail: an alert of the endpoint, one of the tenant, and one of the platform. */
    private void fail() throws Exception {
        counting.count(Attempts.at(clock.instant(), tenant, orders).mix(63, 37));
        twoRounds();
    }

    private void recover() throws Exception {
        clock.advance(Duration.ofMinutes(21));
        counting.count(Attempts.at(clock.instant(), tenant, orders).mix(200, 0));
        twoRounds();
    }

    private void twoRounds() {
        evaluation.runOnce();
        clock.advance(Duration.ofSeconds(10));
        evaluation.runOnce();
    }

    private void sendAll() {
        while (sender.runOnce().sent() > 0) {
            // Until nothing is due.
        }
    }

    private void refuseMails() {
        mail.getUserManager().setMessageDeliveryHandler((message, address) -> {
            throw new com.icegreen.greenmail.user.UserException("The disk is full");
        });
    }

    private MimeMessage theOnly(String recipient, String subject) throws Exception {
        List<MimeMessage> found = messagesTo(recipient).stream()
                .filter(message -> subjectOf(message).equals(subject))
                .toList();
        assertThat(found)
                .as("mails to %s: %s", recipient, subjectsTo(recipient))
                .hasSize(1);
        return found.getFirst();
    }

    private List<MimeMessage> messagesTo(String recipient) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> {
                    try {
                        return message.getAllRecipients()[0].toString().equalsIgnoreCase(recipient);
                    } catch (MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private List<String> subjectsTo(String recipient) {
        return messagesTo(recipient).stream()
                .map(NotificationSenderTest::subjectOf)
                .toList();
    }

    private static String subjectOf(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For the eye: the pages that people get to see. */
    private static void keep(MimeMessage message, String name) throws Exception {
        Path folder = Files.createDirectories(Path.of("target/mails"));
        Files.writeString(folder.resolve(name + ".html"), body(message, "text/html"));
        Files.writeString(folder.resolve(name + ".txt"), body(message, "text/plain"));
    }

    private static String body(Part part, String type) throws Exception {
        if (part.isMimeType(type)) {
            return part.getContent().toString();
        }
        if (part.getContent() instanceof MimeMultipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = body(parts.getBodyPart(i), type);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
