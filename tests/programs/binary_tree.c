// A binary search tree with a callback, depth and counting words.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tree {
    char word[12];
    int count;
    struct tree *left, *right;
} tree_t;

static tree_t *add(tree_t *tree, const char *word) {
    if (!tree) {
        tree = calloc(1, sizeof(tree_t));
        strncpy(tree->word, word, sizeof tree->word - 1);
        tree->count = 1;
        return tree;
    }
    int order = strcmp(word, tree->word);
    if (order == 0)
        ++tree->count;
    else if (order < 0)
        tree->left = add(tree->left, word);
    else
        tree->right = add(tree->right, word);
    return tree;
}

static void walk(const tree_t *tree, void (*visit)(const tree_t *, void *), void *context) {
    if (!tree) return;
    walk(tree->left, visit, context);
    visit(tree, context);
    walk(tree->right, visit, context);
}

static void show(const tree_t *tree, void *context) {
    printf("%-6s %*d\n", tree->word, 3, tree->count);
    *(int *)context += tree->count;
}

static int depth(const tree_t *tree) {
    if (!tree) return 0;
    int left = depth(tree->left), right = depth(tree->right);
    return 1 + (left > right ? left : right);
}

static void release(tree_t *tree) {
    if (!tree) return;
    release(tree->left);
    release(tree->right);
    free(tree);
}

int main(void) {
    char text[] = "to be or not to be that is the question to be answered";
    tree_t *tree = NULL;
    int total = 0;
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) tree = add(tree, word);
    walk(tree, show, &total);
    printf("total %d, depth %d\n", total, depth(tree));
    release(tree);
    return 0;
}
