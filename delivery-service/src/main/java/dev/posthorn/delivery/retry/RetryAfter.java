package dev.posthorn.delivery.retry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reads the header Retry-After: seconds or an HTTP date (RFC 9110 §10.2.3). Junk counts as not said. */
public final class RetryAfter {

    private RetryAfter() {}

    /** @return null when the header is absent, senseless or in the past */
    public static Duration read(String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        try {
            Duration wait = text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            return wait.isPositive() ? wait : null;
        } catch (DateTimeException | ArithmeticException | NumberFormatException junk) {
            return null;
        }
    }
}
