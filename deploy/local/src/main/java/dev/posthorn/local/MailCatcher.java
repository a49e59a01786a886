package dev.posthorn.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An SMTP server that delivers nothing and keeps all mails in memory, with a page to read them in.
 *
 * <p>The page's JSON API serves tests too: {@code GET /api/messages} (newest first), {@code GET /api/messages/{id}} and
 * {@code DELETE /api/messages}.
 */
public final class MailCatcher implements AutoCloseable {

    /** One mail; a mail to several people is listed once. {@code text} and {@code html} are null where it has none. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Mail(
            String id, String from, List<String> to, String subject, Instant receivedAt, String text, String html) {}

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final GreenMail smtp;
    private final HttpServer pages;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    private MailCatcher(GreenMail smtp, HttpServer pages) {
        this.smtp = smtp;
        this.pages = pages;
    }

    /** Starts both servers; {@code 0} takes a free port. */
    public static MailCatcher start(int smtpPort, int pagePort) throws IOException {
        var pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), pagePort), 0);
        var smtp = new GreenMail(new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        var catcher = new MailCatcher(smtp, pages);
        pages.createContext("/", catcher::handle);
        pages.setExecutor(catcher.requests);
        pages.start();
        return catcher;
    }

    public int smtpPort() {
        return smtp.getSmtp().getPort();
    }

    public int pagePort() {
        return pages.getAddress().getPort();
    }

    /** All mails, newest first. */
    public List<Mail> mails() {
        var mails = new LinkedHashMap<String, Mail>();
        for (var stored : smtp.getManagers().getImapHostManager().getAllMessages()) {
            var mail = read(stored);
            mails.putIfAbsent(mail.id(), mail);
        }
        return mails.values().stream()
                .sorted(Comparator.comparing(Mail::receivedAt).reversed())
                .toList();
    }

    public void forgetAll() {
        try {
            smtp.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new IllegalStateException("Cannot delete the mails", e);
        }
    }

    @Override
    public void close() {
        pages.stop(0);
        requests.close();
        smtp.stop();
    }

    private static Mail read(StoredMessage stored) {
        try {
            var message = stored.getMimeMessage();
            return new Mail(
                    id(message),
                    first(message.getFrom()),
                    addresses(message.getAllRecipients()),
                    message.getSubject() == null ? "" : message.getSubject(),
                    stored.getReceivedDate().toInstant(),
                    body(message, "text/plain").orElse(null),
                    body(message, "text/html").orElse(null));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("Cannot read a mail", e);
        }
    }

    /** The same for each recipient's copy, and in every answer. */
    private static String id(MimeMessage message) throws MessagingException {
        var name = message.getMessageID() == null ? String.join("\n", headers(message)) : message.getMessageID();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static List<String> headers(MimeMessage message) throws MessagingException {
        return java.util.Collections.list(message.getAllHeaderLines());
    }

    private static String first(Address[] addresses) {
        return addresses(addresses).stream().findFirst().orElse("");
    }

    private static List<String> addresses(Address[] addresses) {
        return addresses == null
                ? List.of()
                : Arrays.stream(addresses).map(Address::toString).toList();
    }

    /** The first part of that type, however deep; attachments are none. */
    private static Optional<String> body(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type) && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            return Optional.of(part.getContent().toString());
        }
        if (part.getContent() instanceof MimeMultipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                var found = body(parts.getBodyPart(i), type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod() + " " + path) {
                case "GET /", "HEAD /" -> page(exchange);
                case "GET /api/messages" -> json(exchange, 200, mails());
                case "DELETE /api/messages" -> {
                    forgetAll();
                    exchange.sendResponseHeaders(204, -1);
                }
                default -> {
                    var mail = one(exchange.getRequestMethod(), path);
                    if (mail.isPresent()) {
                        json(exchange, 200, mail.get());
                    } else {
                        exchange.sendResponseHeaders(404, -1);
                    }
                }
            }
        }
    }

    private Optional<Mail> one(String method, String path) {
        var prefix = "/api/messages/";
        if (!method.equals("GET") || !path.startsWith(prefix)) {
            return Optional.empty();
        }
        var id = path.substring(prefix.length());
        return mails().stream().filter(mail -> mail.id().equals(id)).findFirst();
    }

    private static void page(HttpExchange exchange) throws IOException {
        try (var page = MailCatcher.class.getResourceAsStream("/mail/index.html")) {
            if (page == null) {
                throw new IOException("The mail page is not in the class path");
            }
            send(exchange, 200, "text/html; charset=utf-8", page.readAllBytes());
        }
    }

    private static void json(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(body);
        }
    }
}
