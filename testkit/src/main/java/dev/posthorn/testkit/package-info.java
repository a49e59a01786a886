/**
 * What a service's tests run against: real PostgreSQL, a real broker, a mail server, and signed tokens.
 *
 * <p>A test class says {@code @QuarkusTest}, {@code @QuarkusTestResource(LocalStack.class)} and
 * {@code @QuarkusTestResource(OidcWiremockTestResource.class)}, and its {@code application.properties} has
 * {@code %test.quarkus.oidc.auth-server-url=${keycloak.url}/realms/quarkus/}. Use the same set of resources in all
 * classes of a module: another set starts the application again.
 */
package dev.posthorn.testkit;
