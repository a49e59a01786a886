package dev.posthorn.system.tenant;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.subscriber.TestSubscriber;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.awaitility.Awaitility.await;

/** One tenant, called with an API key of its own. */
public final class Tenant {

    private static final List<String> ALL_SCOPES = List.of("events:write", "manage", "read");

    /** Crockford's base 32, as TypeIDs are written. */
    private static final String TYPE_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

    private final Stack stack;
    private final String id;
    private final String key;

    private Tenant(Stack stack, String id) {
        this.stack = stack;
        this.id = id;
        this.key = newKey(ALL_SCOPES).key();
    }

    public static Tenant create(Stack stack, String id) {
        stack.asOperator()
                .body(Map.of("id", id, "name", "Tenant " + id, "contacts", List.of(contactOf(id))))
                .post("/v1/tenants")
                .then()
                .statusCode(201);
        return new Tenant(stack, id).settled();
    }

    public static Tenant existing(Stack stack, String id) {
        return new Tenant(stack, id).settled();
    }

    public String id() {
        return id;
    }

    public String key() {
        return key;
    }

    /** Who gets its alert mails. */
    public String contact() {
        return contactOf(id);
    }

    private static String contactOf(String id) {
        return "contact@" + id + ".example";
    }

    /** A request with its key; paths begin below {@code /v1/tenants/{id}}. */
    public RequestSpecification api() {
        return stack.as(key).basePath(path());
    }

    public String path() {
        return "/v1/tenants/" + id;
    }

    /** The body of a list or a single thing. */
    public JsonPath get(String path, Object... parameters) {
        return api().get(path, parameters).then().statusCode(200).extract().jsonPath();
    }

    /** Begins an endpoint that sends to the subscriber. */
    public NewEndpoint endpointAt(TestSubscriber subscriber) {
        return endpointAt(subscriber.url());
    }

    public NewEndpoint endpointAt(String url) {
        return new NewEndpoint(this, url);
    }

    /** Publishes an event and returns its id. */
    public String publish(Object payload) {
        return publishEvent(Map.of("type", Stack.EVENT_TYPE, "payload", payload))
                .path("id");
    }

    /** Publishes an event with all that it may have besides its payload. */
    public ExtractableResponse<Response> publishEvent(Map<String, Object> event) {
        return api().body(event).post("/events").then().statusCode(202).extract();
    }

    /** Publishes up to 1,000 events of a priority in one request. */
    public void publishBatch(int count, String priority) {
        publishBatchTo(stack.url(), count, priority);
    }

    /** Publishes up to 1,000 events to each instance of delivery-service, past the gateway. */
    public void publishBatchToEach(int count) {
        stack.deliveryUrls().forEach(instance -> publishBatchTo(instance, count, "normal"));
    }

    private void publishBatchTo(String url, int count, String priority) {
        var event = Map.of("type", Stack.EVENT_TYPE, "payload", Map.of(), "priority", priority);
        api().baseUri(url)
                .body(Map.of("events", Collections.nCopies(count, event)))
                .post("/events/batch")
                .then()
                .statusCode(202);
    }

    /** Begins to publish up to so many events, one after the other in turn to each of the channels. */
    public Publisher publishMany(int count, List<String> channels) {
        return Publisher.start(this, List.of(stack.url()), channels, count);
    }

    /** The same, but past the gateway: event after event goes to the next of the instances. */
    public Publisher publishManyTo(List<String> instances, int count, List<String> channels) {
        return Publisher.start(this, instances, channels, count);
    }

    /** Those of the events that a delivery has brought to an endpoint. */
    public Set<String> delivered(Set<String> events) {
        var delivered = new HashSet<String>();
        var page = get("/deliveries?status=succeeded&limit=250");
        delivered.addAll(page.getList("data.eventId"));
        while (page.get("nextCursor") != null) {
            page = get("/deliveries?status=succeeded&limit=250&cursor={cursor}", page.getString("nextCursor"));
            delivered.addAll(page.getList("data.eventId"));
        }
        delivered.retainAll(events);
        return delivered;
    }

    /** An attempt as the log lists it. */
    public record RecordedAttempt(String id, String eventId, String outcome, Instant startedAt, Duration duration) {

        public Instant endedAt() {
            return startedAt.plus(duration);
        }

        /** As {@code Received.span} has it: the last 64 bits of the TypeID's UUID. */
        public String span() {
            var value = BigInteger.ZERO;
            for (var letter : id.substring(id.indexOf('_') + 1).toCharArray()) {
                value = value.shiftLeft(5).or(BigInteger.valueOf(TYPE_ID_LETTERS.indexOf(letter)));
            }
            return HexFormat.of().toHexDigits(value.longValue());
        }
    }

    /** All of its attempts, newest first. */
    public List<RecordedAttempt> attempts() {
        var attempts = new ArrayList<RecordedAttempt>();
        String cursor = null;
        do {
            var page = cursor == null ? get("/attempts?limit=250") : get("/attempts?limit=250&cursor={cursor}", cursor);
            for (var row : page.<Map<String, Object>>getList("data")) {
                attempts.add(new RecordedAttempt(
                        (String) row.get("id"),
                        (String) row.get("eventId"),
                        (String) row.get("outcome"),
                        Instant.parse((String) row.get("startedAt")),
                        Duration.parse((String) row.get("duration"))));
            }
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        return attempts;
    }

    /** An API key of this tenant, as the answer shows it for the only time. */
    public IssuedKey newKey(List<String> scopes) {
        var answer = stack.asOperator()
                .body(Map.of("name", "System test", "tenantId", id, "scopes", scopes))
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract();
        return new IssuedKey(answer.path("id"), answer.path("key"));
    }

    public record IssuedKey(String id, String key) {}

    /**
     * Returns when all services know of everything that was changed before. Changes reach them as messages in their order:
     * once the newest one has arrived, a key that was made for this, the others have.
     */
    public Tenant settled() {
        var newest = newKey(List.of("read")).key();
        await("every instance of delivery-service knows the newest key")
                .until(() -> stack.deliveryUrls().stream().allMatch(instance -> knows(instance, newest, "/events")));
        await("monitoring-service knows the newest key").until(() -> knows(stack.url(), newest, "/stats"));
        return this;
    }

    private boolean knows(String service, String credential, String path) {
        return stack.as(credential).baseUri(service).get(path() + path).statusCode() == 200;
    }
}
