package dev.posthorn.foundation.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides whether a URL may become an endpoint's. A host is a name, or an address in its one canonical spelling: parsers
 * disagree on all others (decimal, octal, hexadecimal, shortened), and what they disagree on gets past checks.
 */
public final class UrlRules {

    private static final int GREATEST_LENGTH = 2048;

    /** What the WHATWG URL standard calls a host that ends in a number, and reads as an IPv4 address. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)");

    private static final Pattern CANONICAL_IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)(LABEL\\.)*LABEL".replace("LABEL", "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"));

    private final boolean httpAllowed;
    private final AddressRules addresses;

    public UrlRules(boolean httpAllowed, boolean loopbackAllowed) {
        this(httpAllowed, new AddressRules(loopbackAllowed));
    }

    private UrlRules(boolean httpAllowed, AddressRules addresses) {
        this.httpAllowed = httpAllowed;
        this.addresses = addresses;
    }

    public static UrlRules of(EgressConfig config) {
        return new UrlRules(config.allowHttp(), AddressRules.of(config));
    }

    /** A sentence that says why the URL is refused; empty when it is accepted. */
    public Optional<String> refusal(String url) {
        if (url.length() > GREATEST_LENGTH) {
            return Optional.of("The URL is longer than " + GREATEST_LENGTH + " characters");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            return Optional.of("Not a URL: " + malformed.getReason());
        }
        if (!uri.isAbsolute() || uri.isOpaque()) {
            return Optional.of("Not an absolute URL such as https://example.com/webhooks");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(httpAllowed && scheme.equals("http"))) {
            return Optional.of(
                    httpAllowed ? "The URL must begin with https:// or http://" : "The URL must begin with https://");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("The URL must not hold a user name or password; set them as the endpoint's auth");
        }
        if (uri.getRawFragment() != null) {
            return Optional.of("The URL must not have a fragment (#…)");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            return Optional.of("The URL's port must be from 1 to 65535");
        }
        return uri.getHost() == null
                ? Optional.of("The URL's host is not a name or an address")
                : refusalOfHost(uri.getHost());
    }

    private Optional<String> refusalOfHost(String host) {
        if (host.startsWith("[")) {
            return refusalOfLiteral(host.substring(1, host.length() - 1));
        }
        if (ENDS_IN_NUMBER.matcher(host).matches()) {
            return CANONICAL_IPV4.matcher(host).matches()
                    ? refusalOfLiteral(host)
                    : Optional.of("Write the address as four decimal numbers, such as 192.0.2.1");
        }
        if (!NAME.matcher(host).matches()) {
            return Optional.of("The URL's host is not a name or an address");
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (!addresses.isLoopbackAllowed() && (name.equals("localhost") || name.endsWith(".localhost"))) {
            return Optional.of("The URL's address is not allowed: " + host);
        }
        return Optional.empty();
    }

    private Optional<String> refusalOfLiteral(String literal) {
        try {
            return !literal.contains("%") && addresses.allows(InetAddress.ofLiteral(literal))
                    ? Optional.empty()
                    : Optional.of("The URL's address is not allowed: " + literal);
        } catch (IllegalArgumentException malformed) {
            return Optional.of("The URL's host is not a name or an address");
        }
    }
}
