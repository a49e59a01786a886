package dev.posthorn.delivery.retry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Reads the header Retry-After: seconds or an HTTP date (RFC 9110 §10.2.3). Junk counts as not said. */
public final class RetryAfter {

    /** {@code Sun Nov  6 08:49:37 1994}, obsolete but to be accepted (RFC 9110 §5.6.7). */
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

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
                    : Duration.between(now, formatOf(text, now).parse(text, Instant::from));
            return wait.isPositive() ? wait : null;
        } catch (DateTimeException | ArithmeticException | NumberFormatException junk) {
            return null;
        }
    }

    /** Of the three that RFC 9110 §5.6.7 knows. */
    private static DateTimeFormatter formatOf(String text, Instant now) {
        if (!text.contains(",")) {
            return ASCTIME;
        }
        return text.contains("-") ? rfc850(now) : DateTimeFormatter.RFC_1123_DATE_TIME;
    }

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}; a year of two digits is never more than 50 years ahead. */
    private static DateTimeFormatter rfc850(Instant now) {
        LocalDate first = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(49);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
