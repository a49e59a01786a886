package dev.posthorn.foundation.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An expression as its author wrote it, read token by token before the library sees it. Regular expressions are taken out,
 * each for a variable of the same length, so that positions stay; what would escape the limits is refused.
 *
 * <p>If this read a text otherwise than the library does, a regular expression might stay in. {@link Expression} refuses to
 * evaluate that.
 */
final class ExpressionText {

    private static final int LONGEST = 4096;

    /** Whoever could bind these names could switch the limits off. */
    private static final String LIBRARY_HOOKS = "__evaluate";

    /** They would make an attempt differ from the one before it, or an expression from the one that was looked at. */
    private static final Set<String> NOT_THERE = Set.of("now", "millis", "random", "shuffle", "eval");

    /** Of the private use area: no name of an author. */
    private static final char FIRST_REGEX = '\uE000';

    private final String source;
    private final StringBuilder rewritten;
    private final List<Regex> regexes = new ArrayList<>();

    /** Where each was called first. */
    private final Map<String, Integer> called = new LinkedHashMap<>();

    /** Variables and parameters, some of which are functions. */
    private final Set<String> named = new HashSet<>();

    /** Whether what was read last ends an operand, after which a slash divides. */
    private boolean afterOperand;

    private int at;

    private ExpressionText(String source) {
        this.source = source;
        this.rewritten = new StringBuilder(source);
    }

    static ExpressionText read(String source) {
        if (source.isBlank()) {
            throw new ExpressionException("An expression must not be empty");
        }
        if (source.length() > LONGEST) {
            throw new ExpressionException("An expression has at most " + LONGEST + " characters");
        }
        if (source.contains(LIBRARY_HOOKS)) {
            throw new ExpressionException("A name must not begin with " + LIBRARY_HOOKS, source.indexOf(LIBRARY_HOOKS));
        }
        var text = new ExpressionText(source);
        while (text.at < source.length()) {
            text.token();
        }
        text.refuseUnknownFunctions();
        return text;
    }

    /** What the library is to compile. The space is for its reader, which looks one character too far after a comment. */
    String rewritten() {
        return rewritten + " ";
    }

    /** By the order of their variables. */
    List<Regex> regexes() {
        return regexes;
    }

    static String variableOf(int regex) {
        return String.valueOf((char) (FIRST_REGEX + regex));
    }

    private void token() {
        char c = source.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '/' && source.startsWith("/*", at)) {
            at = endOf("*/", at + 2);
        } else if (c == '/' && !afterOperand) {
            regex();
        } else if (c == '"' || c == '\'') {
            at = endOfText(c);
            afterOperand = true;
        } else if (c == '`') {
            at = endOf("`", at + 1);
            afterOperand = true;
        } else if (isPartOfName(c)) {
            name();
        } else {
            operator(c);
        }
    }

    private void name() {
        int start = at;
        while (at < source.length() && isPartOfName(source.charAt(at))) {
            at++;
        }
        String name = source.substring(start, at);
        if (name.startsWith("$")) {
            variable(name.substring(1), start);
        }
        if (name.chars().anyMatch(c -> c >= FIRST_REGEX && c <= '\uF8FF')) {
            throw new ExpressionException("A name has a character of the private use area", start);
        }
        if (!afterOperand && (name.equals("function") || name.equals("λ"))) {
            refuseSignature();
        }
        afterOperand = !(afterOperand && Set.of("and", "or", "in").contains(name));
    }

    private void variable(String name, int start) {
        if (NOT_THERE.contains(name)) {
            throw new ExpressionException("The function $" + name + " is not available", start);
        }
        if (at < source.length() && source.charAt(at) == '(') {
            called.putIfAbsent(name, start);
        } else {
            named.add(name);
        }
    }

    /** The library would notice only when it comes to the call. */
    private void refuseUnknownFunctions() {
        called.forEach((name, start) -> {
            if (!name.isEmpty() && !named.contains(name) && !Builtins.names().contains(name)) {
                throw new ExpressionException("There is no function $" + name, start);
            }
        });
    }

    /** A signature is matched by a regular expression that is made of it, and may take years for thirty arguments. */
    private void refuseSignature() {
        int end = source.indexOf(')', at);
        int next = end + 1;
        while (end >= 0 && next < source.length() && Character.isWhitespace(source.charAt(next))) {
            next++;
        }
        if (end >= 0 && next < source.length() && source.charAt(next) != '{') {
            throw new ExpressionException(
                    "A function's parameters are followed by {, signatures are not available", next);
        }
    }

    private void operator(char c) {
        if (source.startsWith("**", at)) {
            at++;
            afterOperand = true;
        } else if (c == '*' || c == '%') {
            // A wildcard or parent where an operand is expected.
            afterOperand = !afterOperand;
        } else {
            afterOperand = c == ')' || c == ']' || c == '}';
        }
        at++;
    }

    private void regex() {
        int start = at;
        int depth = 0;
        for (at++; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '/' && depth == 0) {
                break;
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth--;
            }
        }
        if (at >= source.length()) {
            throw new ExpressionException("The regular expression has no end", start);
        }
        String pattern = source.substring(start + 1, at);
        int flags = 0;
        for (at++; at < source.length() && "im".indexOf(source.charAt(at)) >= 0; at++) {
            flags |= source.charAt(at) == 'i' ? Pattern.CASE_INSENSITIVE : Pattern.MULTILINE;
        }
        take(start, pattern, flags);
        afterOperand = true;
    }

    private void take(int start, String pattern, int flags) {
        if (pattern.isEmpty()) {
            throw new ExpressionException("A regular expression must not be empty", start);
        }
        try {
            String variable = "$" + variableOf(regexes.size());
            regexes.add(new Regex(Pattern.compile(pattern, flags)));
            rewritten.replace(start, at, variable + " ".repeat(at - start - variable.length()));
        } catch (PatternSyntaxException e) {
            throw new ExpressionException("The regular expression is not valid: " + e.getDescription(), start);
        }
    }

    private int endOfText(char quote) {
        for (int end = at + 1; end < source.length(); end++) {
            if (source.charAt(end) == '\\') {
                end++;
            } else if (source.charAt(end) == quote) {
                return end + 1;
            }
        }
        throw new ExpressionException("The text has no end", at);
    }

    private int endOf(String mark, int from) {
        int end = source.indexOf(mark, from);
        if (end < 0) {
            throw new ExpressionException("There is no " + mark + " for what begins here", at);
        }
        return end + mark.length();
    }

    private static boolean isPartOfName(char c) {
        return !Character.isWhitespace(c) && ".[]{}(),@#;:?+-*/%|=<>^&!~\"'`".indexOf(c) < 0;
    }
}
