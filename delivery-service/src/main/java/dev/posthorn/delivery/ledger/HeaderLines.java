package dev.posthorn.delivery.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/** Headers as the attempt log keeps them: a line each, as on the wire. */
public final class HeaderLines {

    private HeaderLines() {}

    static String write(Map<String, String> headers) {
        if (headers == null) {
            return null;
        }
        var lines = new StringBuilder();
        headers.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append('\n'));
        return lines.toString();
    }

    /** @return in the order of the wire; null for null */
    public static Map<String, String> read(String lines) {
        if (lines == null) {
            return null;
        }
        var headers = new LinkedHashMap<String, String>();
        lines.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            headers.put(line.substring(0, colon), line.substring(colon + 2));
        });
        return headers;
    }
}
