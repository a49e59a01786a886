package dev.posthorn.foundation.expression;

import com.dashjoin.jsonata.Functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSONata's functions on texts that could take all memory or time there is, written anew within limits. The library finds
 * them by their names, so they are public.
 */
public final class TextFunctions {

    private static final int LONGEST_PICTURE = 100;
    private static final Pattern WIDE = Pattern.compile("[,-]\\s*\\d{3}");

    private TextFunctions() {}

    public static Boolean contains(String text, Object pattern) {
        if (text == null) {
            return null;
        }
        if (pattern instanceof Regex regex) {
            return regex.matcher(text).find();
        }
        String part = text(pattern);
        Guard.current().admitSearch(text, part);
        return text.contains(part);
    }

    public static List<Map<String, Object>> match(String text, Object pattern, Number limit) {
        if (text == null) {
            return null;
        }
        Matcher matcher = regex(pattern).matcher(text);
        int most = limit == null ? Integer.MAX_VALUE : limit.intValue();
        var matches = new ArrayList<Map<String, Object>>();
        while (matches.size() < most && matcher.find()) {
            matches.add(Regex.describe(matcher.toMatchResult()));
        }
        return matches;
    }

    public static String replace(String text, Object pattern, Object replacement, Number limit) throws Throwable {
        if (text == null) {
            return null;
        }
        int most = limit == null ? Integer.MAX_VALUE : limit.intValue();
        if (pattern instanceof Regex regex) {
            return replace(text, regex, replacement, most);
        }
        String part = text(pattern);
        if (part.isEmpty()) {
            throw new ExpressionException("$replace cannot look for an empty text");
        }
        Guard.current().admitSearch(text, part);
        String by = text(replacement);
        var replaced = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(part); at >= 0 && most-- > 0; at = text.indexOf(part, from)) {
            append(replaced, text, from, at);
            append(replaced, by, 0, by.length());
            from = at + part.length();
        }
        append(replaced, text, from, text.length());
        return replaced.toString();
    }

    private static String replace(String text, Regex regex, Object replacement, int most) throws Throwable {
        Matcher matcher = regex.matcher(text);
        var replaced = new StringBuilder();
        int from = 0;
        for (int count = 0; count < most && matcher.find(); count++) {
            append(replaced, text, from, matcher.start());
            if (replacement instanceof String template) {
                expand(replaced, template, matcher);
            } else {
                String by = text(Functions.funcApply(replacement, List.of(Regex.describe(matcher.toMatchResult()))));
                append(replaced, by, 0, by.length());
            }
            from = matcher.end();
        }
        append(replaced, text, from, text.length());
        return replaced.toString();
    }

    /** {@code $1} is the first group, {@code $0} the match, {@code $$} a dollar; a group that is not there is nothing. */
    private static void expand(StringBuilder to, String template, Matcher matcher) {
        for (int at = 0; at < template.length(); at++) {
            char next = at + 1 < template.length() ? template.charAt(at + 1) : ' ';
            if (template.charAt(at) != '$' || next != '$' && !(next >= '0' && next <= '9')) {
                append(to, template, at, at + 1);
                continue;
            }
            at++;
            int group = next - '0';
            if (next == '$') {
                append(to, "$", 0, 1);
            } else if (group <= matcher.groupCount() && matcher.group(group) != null) {
                append(to, matcher.group(group), 0, matcher.group(group).length());
            }
        }
    }

    public static List<String> split(String text, Object pattern, Number limit) {
        if (text == null) {
            return null;
        }
        if (!(pattern instanceof Regex regex)) {
            Guard.current().admitSearch(text, text(pattern));
            return Functions.split(text, pattern, limit);
        }
        int most = limit == null ? Integer.MAX_VALUE : limit.intValue();
        Matcher matcher = regex.matcher(text);
        var parts = new ArrayList<String>();
        int from = 0;
        while (parts.size() < most && matcher.find()) {
            if (matcher.end() > 0) {
                parts.add(text.substring(from, matcher.start()));
                from = matcher.end();
            }
        }
        if (parts.size() < most) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    public static String substringBefore(String text, String part) {
        if (text != null && part != null) {
            Guard.current().admitSearch(text, part);
        }
        return Functions.substringBefore(text, part);
    }

    public static String substringAfter(String text, String part) {
        if (text != null && part != null) {
            Guard.current().admitSearch(text, part);
        }
        return Functions.substringAfter(text, part);
    }

    /** To a width in code points; a negative one pads on the left. */
    public static String pad(String text, Number width, String filling) {
        if (text == null) {
            return null;
        }
        long wanted = width.longValue();
        Guard.current().admitLength(Math.abs(wanted));
        String by = filling == null || filling.isEmpty() ? " " : filling;
        int[] unit = by.codePoints().toArray();
        var padding = new StringBuilder();
        long missing = Math.abs(wanted) - text.codePointCount(0, text.length());
        for (int at = 0; at < missing; at++) {
            padding.appendCodePoint(unit[at % unit.length]);
        }
        return wanted < 0 ? padding + text : text + padding;
    }

    public static String join(List<String> parts, String separator) {
        if (parts == null) {
            return null;
        }
        String between = separator == null ? "" : separator;
        long length = (long) between.length() * parts.size();
        for (String part : parts) {
            length += part.length();
        }
        Guard.current().admitLength(length);
        return String.join(between, parts);
    }

    public static String dateTimeFromMillis(Number millis, String picture, String zone) {
        checkPicture(picture);
        return Functions.dateTimeFromMillis(millis, picture, zone);
    }

    public static Long dateTimeToMillis(String text, String picture) throws java.text.ParseException {
        checkPicture(picture);
        Guard.current().admitSearch(text == null ? "" : text, "x".repeat(LONGEST_PICTURE));
        return Functions.dateTimeToMillis(text, picture);
    }

    public static String formatNumber(Number number, String picture, Map<?, ?> options) {
        checkPicture(picture);
        return Functions.formatNumber(number, picture, options);
    }

    public static String formatInteger(Number number, String picture) {
        checkPicture(picture);
        return Functions.formatInteger(number, picture);
    }

    public static Number parseInteger(String text, String picture) throws java.text.ParseException {
        checkPicture(picture);
        return Functions.parseInteger(text, picture);
    }

    private static void checkPicture(String picture) {
        if (picture != null && WIDE.matcher(picture).find()) {
            throw new ExpressionException("A width in a picture has at most two digits");
        }
        if (picture != null && picture.length() > LONGEST_PICTURE) {
            throw new ExpressionException("A picture has at most " + LONGEST_PICTURE + " characters");
        }
    }

    private static void append(StringBuilder to, String text, int from, int until) {
        Guard.current().admitLength((long) to.length() + until - from);
        Guard.current().step();
        to.append(text, from, until);
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new ExpressionException("A text was expected, not "
                + (value == null ? "nothing" : value.getClass().getSimpleName()));
    }

    private static Regex regex(Object value) {
        if (value instanceof Regex regex) {
            return regex;
        }
        throw new ExpressionException("$match expects a regular expression, such as /^a/");
    }
}
