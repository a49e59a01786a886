package dev.posthorn.foundation.expression;

import com.dashjoin.jsonata.Jsonata.JFunction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression of an expression. Some take years for a text of thirty characters, so that the text looks at the clock
 * each time that it is read. Applied to a text, it gives its first match, as JSONata has it.
 */
final class Regex extends JFunction {

    private final Pattern pattern;

    Regex(Pattern pattern) {
        super((input, arguments) -> first(pattern, arguments), "<s-:o>");
        this.pattern = pattern;
    }

    Matcher matcher(String text) {
        return pattern.matcher(new WatchedText(text, Guard.current()));
    }

    private static Object first(Pattern pattern, List<?> arguments) {
        if (arguments.isEmpty() || !(arguments.getFirst() instanceof String text)) {
            return null;
        }
        Matcher matcher = pattern.matcher(new WatchedText(text, Guard.current()));
        if (!matcher.find()) {
            return null;
        }
        var match = new LinkedHashMap<String, Object>();
        match.put("match", matcher.group());
        match.put("start", matcher.start());
        match.put("end", matcher.end());
        match.put("groups", groups(matcher));
        return match;
    }

    /** A match as {@code $match} gives it. */
    static Map<String, Object> describe(MatchResult match) {
        var described = new LinkedHashMap<String, Object>();
        described.put("match", match.group());
        described.put("index", match.start());
        described.put("groups", groups(match));
        return described;
    }

    private static List<Object> groups(MatchResult match) {
        var groups = new ArrayList<>();
        for (int group = 1; group <= match.groupCount(); group++) {
            groups.add(match.group(group));
        }
        return groups;
    }

    private record WatchedText(String text, Guard guard) implements CharSequence {

        @Override
        public char charAt(int index) {
            guard.step();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
