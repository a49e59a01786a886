/** Plain JDBC in as few lines as it needs. */
package dev.posthorn.foundation.sql;
