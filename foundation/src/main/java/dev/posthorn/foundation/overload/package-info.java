/**
 * A bound on what requests hold in memory from their arrival to their answer. Beyond it they are refused with 503 before
 * their bodies are read, however many connections there are.
 */
package dev.posthorn.foundation.overload;
