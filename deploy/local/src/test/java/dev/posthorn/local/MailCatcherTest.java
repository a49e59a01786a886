package dev.posthorn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class MailCatcherTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private MailCatcher catcher;

    @BeforeEach
    void start() throws Exception {
        catcher = MailCatcher.start(0, 0);
    }

    @AfterEach
    void stop() {
        catcher.close();
        http.close();
    }

    @Test
    void listsAMailToTwoPeopleOnceWithBothBodies() throws Exception {
        // When
        sendAlert("first@example.com, second@example.com");

        // Then
        var mails = json("GET", "/api/messages");
        assertThat(mails).hasSize(1);
        var mail = mails.get(0);
        assertThat(mail.get("from").asText()).isEqualTo("posthorn@example.com");
        assertThat(mail.get("to"))
                .extracting(JsonNode::asText)
                .containsExactly("first@example.com", "second@example.com");
        assertThat(mail.get("subject").asText()).isEqualTo("Grüße");
        assertThat(mail.get("text").asText()).isEqualTo("plain ünd simple");
        assertThat(mail.get("html").asText()).isEqualTo("<p>rich ünd fine</p>");
        assertThat(mail.get("receivedAt").asText()).endsWith("Z");
        assertThat(json("GET", "/api/messages/" + mail.get("id").asText())).isEqualTo(mail);
    }

    @Test
    void deletesAll() throws Exception {
        // Given
        sendAlert("first@example.com");

        // When
        assertThat(call("DELETE", "/api/messages").statusCode()).isEqualTo(204);

        // Then
        assertThat(json("GET", "/api/messages")).isEmpty();
    }

    @Test
    void servesThePageAndNothingElse() throws Exception {
        assertThat(call("GET", "/").body()).contains("Caught mail");
        assertThat(call("GET", "/api/messages/unknown").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/other").statusCode()).isEqualTo(404);
    }

    private void sendAlert(String to) throws Exception {
        var settings = new Properties();
        settings.setProperty("mail.smtp.host", "127.0.0.1");
        settings.setProperty("mail.smtp.port", Integer.toString(catcher.smtpPort()));
        var text = new MimeBodyPart();
        text.setText("plain ünd simple", "utf-8");
        var html = new MimeBodyPart();
        html.setText("<p>rich ünd fine</p>", "utf-8", "html");
        var mail = new MimeMessage(Session.getInstance(settings));
        mail.setFrom("posthorn@example.com");
        mail.setRecipients(Message.RecipientType.TO, InternetAddress.parse(to));
        mail.setSubject("Grüße", "utf-8");
        mail.setContent(new MimeMultipart("alternative", text, html));
        Transport.send(mail);
    }

    private JsonNode json(String method, String path) throws Exception {
        return new ObjectMapper().readTree(call(method, path).body());
    }

    private HttpResponse<String> call(String method, String path) throws Exception {
        var address = URI.create("http://localhost:" + catcher.pagePort() + path);
        return http.send(
                HttpRequest.newBuilder(address)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
