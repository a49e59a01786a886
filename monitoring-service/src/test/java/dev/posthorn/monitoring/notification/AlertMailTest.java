package dev.posthorn.monitoring.notification;

import dev.posthorn.monitoring.alert.AlertChanged.Change;
import dev.posthorn.monitoring.alert.AlertState.Ending;
import dev.posthorn.monitoring.alert.RuleName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class AlertMailTest {

    private static final Instant SINCE = Instant.parse("2026-01-15T10:31:10Z");

    @Test
    void saysInItsSubjectWhatIsFailingAndHowMuch() {
        var mail = new AlertMail(endpoint(Change.FIRED, 0.37, null), "https://posthorn.example");

        assertThat(mail.subject()).isEqualTo("[Posthorn] Orders is failing: 37 % of attempts in the last 5 minutes");
        assertThat(mail.lead())
                .isEqualTo("37 of 100 attempts at this endpoint failed in the last 5 minutes. We warn above 10 %.");
        assertThat(mail.cause()).isEqualTo("Most often: a timeout (31 of 37 failures).");
        assertThat(mail.sample()).isEqualTo("No answer within 5 s");
        assertThat(mail.link())
                .isEqualTo("https://posthorn.example/tenants/acme/endpoints/ep_01jd9k3m6pfrx8s0v1w2y3z4a5");
        assertThat(mail.advice()).isNotEmpty();
    }

    @Test
    void saysThatItIsOverAndHowLongItLasted() {
        var mail = new AlertMail(endpoint(Change.RESOLVED, 0.02, Ending.RECOVERED), "https://posthorn.example");

        assertThat(mail.subject()).isEqualTo("[Posthorn] Orders has recovered");
        assertThat(mail.lead()).isEqualTo("It is over after 21 minutes. You need not do anything.");
        assertThat(mail.cause()).isNull();
        assertThat(mail.advice()).isEmpty();
    }

    @Test
    void neverCallsSilenceARecovery() {
        var mail = new AlertMail(endpoint(Change.RESOLVED, 0.37, Ending.SILENT), "https://posthorn.example");

        assertThat(mail.subject()).isEqualTo("[Posthorn] Orders: alert closed after a long silence");
        assertThat(mail.lead()).contains("Nothing has shown that the trouble is over");
    }

    @Test
    void speaksOfTheWholePlatformToOperators() {
        var facts = facts(Change.FIRED, RuleName.SUCCESS_RATE, null, null, null, 0.7149, 0.95, null);
        var mail = new AlertMail(facts, "https://posthorn.example");

        assertThat(mail.subject())
                .isEqualTo("[Posthorn] All of Posthorn: only 71.5 % of attempts succeeded in the last 5 minutes");
        assertThat(mail.link()).isEqualTo("https://posthorn.example/tenants");
        assertThat(mail.cause()).endsWith("Most failures are at endpoint Invoices.");
    }

    @Test
    void namesADeliveryTimeInSeconds() {
        var facts = facts(Change.FIRED, RuleName.DELIVERY_TIME, "acme", null, null, 7.34, 5, null);

        assertThat(new AlertMail(facts, "").subject())
                .isEqualTo("[Posthorn] Acme Ltd: deliveries take 7.3 s on average");
    }

    private static AlertFacts endpoint(Change change, double value, Ending ending) {
        return facts(
                change,
                RuleName.ENDPOINT_FAILURE_RATE,
                "acme",
                "ep_01jd9k3m6pfrx8s0v1w2y3z4a5",
                "Orders",
                value,
                0.1,
                ending);
    }

    private static AlertFacts facts(
            Change change,
            RuleName rule,
            String tenant,
            String endpointId,
            String endpoint,
            double value,
            double threshold,
            Ending ending) {
        return new AlertFacts(
                "alt_01jd9k3m6pfrx8s0v1w2y3z4c1",
                change,
                rule,
                tenant,
                tenant == null ? null : "Acme Ltd",
                endpointId,
                endpoint,
                endpoint == null ? null : "https://hooks.acme.example/orders",
                value,
                threshold,
                Duration.ofMinutes(5),
                SINCE,
                SINCE.plus(Duration.ofMinutes(21)),
                ending,
                100,
                37,
                63,
                "a timeout",
                31,
                endpoint == null ? "Invoices" : null,
                "No answer within 5 s");
    }
}
