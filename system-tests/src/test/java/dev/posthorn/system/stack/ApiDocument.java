package dev.posthorn.system.stack;

import io.restassured.path.json.JsonPath;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The merged OpenAPI document of the running stack. */
public record ApiDocument(String text) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** One method of one path, such as {@code GET /v1/tenants/{tenant}/events}. */
    public record Operation(String method, String path) {

        public boolean isOfATenant() {
            return path.startsWith("/v1/tenants/{tenant}");
        }

        public boolean isWriting() {
            return !method.equals("GET");
        }

        /** The path with each {@code {name}} replaced by its value. */
        public String pathWith(Map<String, String> values) {
            var filled = path;
            for (var value : values.entrySet()) {
                filled = filled.replace("{" + value.getKey() + "}", value.getValue());
            }
            if (filled.contains("{")) {
                throw new IllegalArgumentException(this + " has a parameter that this test does not know yet");
            }
            return filled;
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public List<Operation> operations() {
        Map<String, Map<String, Object>> paths = JsonPath.from(text).getMap("paths");
        return paths.entrySet().stream()
                .flatMap(path -> operations(path.getKey(), path.getValue().keySet()))
                .toList();
    }

    private static Stream<Operation> operations(String path, Set<String> keys) {
        return keys.stream()
                .filter(METHODS::contains)
                .map(method -> new Operation(method.toUpperCase(Locale.ROOT), path));
    }
}
