package dev.posthorn.local.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a command: {@code --name value}, {@code --flag}, and the rest. */
record Options(Map<String, String> values, Set<String> flags, List<String> words) {

    /** What the person typed cannot be understood; the message says what to type instead. */
    static final class Misused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Misused(String message) {
            super(message);
        }
    }

    /** Reads {@code --name value} and {@code --name=value}. */
    static Options parse(List<String> arguments, Set<String> valued, Set<String> flagged) {
        var values = new HashMap<String, String>();
        var flags = new HashSet<String>();
        var words = new ArrayList<String>();
        var left = arguments.iterator();
        while (left.hasNext()) {
            var word = left.next();
            if (!word.startsWith("--")) {
                words.add(word);
                continue;
            }
            var parts = word.substring(2).split("=", 2);
            if (flagged.contains(parts[0]) && parts.length == 1) {
                flags.add(parts[0]);
            } else if (valued.contains(parts[0])) {
                if (parts.length == 1 && !left.hasNext()) {
                    throw new Misused("--" + parts[0] + " needs a value.");
                }
                values.put(parts[0], parts.length == 2 ? parts[1] : left.next());
            } else {
                throw new Misused("Unknown option " + word + ". ./posthorn --help lists all.");
            }
        }
        return new Options(Map.copyOf(values), Set.copyOf(flags), List.copyOf(words));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    int number(String name, int otherwise) {
        var text = value(name).orElse(Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Misused("--" + name + " is a number, not \"" + text + "\".");
        }
    }

    StackFolder folder(Path home) {
        return new StackFolder(value("data")
                .map(Path::of)
                .orElse(home.resolve(".posthorn"))
                .toAbsolutePath()
                .normalize());
    }
}
