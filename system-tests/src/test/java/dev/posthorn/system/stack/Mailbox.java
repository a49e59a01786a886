package dev.posthorn.system.stack;

import java.util.List;

import static io.restassured.RestAssured.given;

/** The mails that the stack's mail catcher holds, newest first. */
public final class Mailbox {

    private final String url;

    Mailbox(String url) {
        this.url = url;
    }

    /** One mail; {@code text} and {@code html} are null where it has none. */
    public record Mail(
            String id, String from, List<String> to, String subject, String receivedAt, String text, String html) {}

    public List<Mail> to(String recipient) {
        return all().stream().filter(mail -> mail.to().contains(recipient)).toList();
    }

    private List<Mail> all() {
        return given().baseUri(url)
                .get("/api/messages")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("", Mail.class);
    }
}
